import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.recommended, reactHooks.configs.flat.recommended],
    rules: {
      "max-lines": ["error", 150],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 3],
      "max-params": ["error", 5],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  { files: ["**/*.test.{ts,tsx}"], rules: { "max-lines-per-function": "off", "max-lines": "off" } },
);
