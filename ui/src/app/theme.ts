/** How Muster looks: Mantine with our colours, shapes and type. */
import { createTheme, Alert, Anchor, Button, Paper, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#eef8f6",
  "#dcefec",
  "#b5ddd7",
  "#8ac9c0",
  "#56ada2",
  "#2f9386",
  "#17796d",
  "#0d6a5f",
  "#0b6158",
  "#084a43",
];
const slate: MantineColorsTuple = [
  "#f7f8fa",
  "#eff1f4",
  "#e3e7ec",
  "#d3d9e0",
  "#b4bcc7",
  "#8c96a4",
  "#687384",
  "#525d6d",
  "#384252",
  "#1c2431",
];

export const theme = createTheme({
  colors: { pine, gray: slate },
  primaryColor: "pine",
  primaryShade: 8,
  black: "#1c2431",
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "32px" },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "1.25" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  shadows: { xs: "0 1px 2px rgb(28 36 49 / 5%)" },
  cursorType: "pointer",
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: "hover" } }),
    Alert: Alert.extend({ defaultProps: { variant: "light", radius: "md" }, styles: { title: { color: "var(--mantine-color-black)" } } }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    // Its placeholder for the first focus is no child that a menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { styles: { title: { fontWeight: 650 } } },
    Paper: Paper.extend({ defaultProps: { withBorder: true, shadow: "xs", radius: "lg" } }),
  },
});

/** Mantine's quiet colours fail contrast AA on white; these do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--mantine-color-dimmed": slate[7],
    "--mantine-color-placeholder": slate[6],
    "--mantine-color-error": "#b3261e",
    "--mantine-color-body": "#ffffff",
    "--muster-canvas": slate[0],
  },
  light: { "--mantine-color-dimmed": slate[7], "--mantine-color-placeholder": slate[6], "--mantine-color-error": "#b3261e" },
  dark: {},
});
