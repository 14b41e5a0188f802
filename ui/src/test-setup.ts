import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { bringTexts, NOUNS, type Noun } from "./i18n";

// Components are tested without the page that brings their texts.
await Promise.all((Object.keys(NOUNS) as Noun[]).map(bringTexts));

afterEach(cleanup);

// What Mantine asks of a browser and jsdom does not have.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    addListener: vi.fn(),
    removeListener: vi.fn(),
  }) as unknown as MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView = () => {};
