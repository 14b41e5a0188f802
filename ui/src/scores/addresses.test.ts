import { expect, test } from "vitest";
import { addressesOf } from "./addresses";

test("addresses are found however they are separated", () => {
  expect(addressesOf("ann@x.de\n\n Ben <ben@x.de> ; cy@x.de,dee@x.de\n")).toEqual(["ann@x.de", "Ben <ben@x.de>", "cy@x.de", "dee@x.de"]);
  expect(addressesOf(" \n ")).toEqual([]);
});
