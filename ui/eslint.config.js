import importX, { createNodeResolver } from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** The rooms of src, from the ground up: each imports from those before it only. Texts (i18n) serve every room. */
const ROOMS = [
  // They know no noun.
  "api",
  "common",
  // Each noun stands above those that it is made of or shown with.
  "lists",
  "fields",
  "activities",
  "contacts",
  "notes",
  "accounts",
  "groups",
  "imports",
  "mass",
  "duplicates",
  "erasure",
  "scores",
  "personas",
  // Their rules ask about all nouns.
  "conditions",
  "points",
  // They put several nouns together.
  "pages/contact",
  "pages/contacts",
  "pages/groups",
  "pages/personas",
  "pages/scores",
  "app",
];

const src = (room) => `./src/${room}`;
const aboveEach = ROOMS.slice(0, -1).map((room, floor) => ({
  target: src(room),
  from: ROOMS.slice(floor + 1).map(src),
  message: `${room} stands below it: see ROOMS in eslint.config.js.`,
}));
const foldersIn = (floor) => ROOMS.filter((room) => room.startsWith(floor)).map((room) => room.slice(floor.length).split("/")[0]);
const unlisted = ["", "pages/"].map((floor) => ({
  target: src(`${floor}!(${["i18n", ...foldersIn(floor)].join("|")})/**`),
  from: "./src/*/**",
  message: "This folder is not among the ROOMS in eslint.config.js.",
}));

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.recommended, reactHooks.configs.flat.recommended],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".d.ts", ".css", ".json"] })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: [...aboveEach, ...unlisted] }],
      "max-lines": ["error", 150],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 3],
      "max-params": ["error", 5],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  { files: ["**/*.test.{ts,tsx}"], rules: { "max-lines-per-function": "off", "max-lines": "off" } },
);
