import js from "@eslint/js";
import next from "@next/eslint-plugin-next";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const browser = ["components/**", "app/**/*.tsx", "lib/domains/*/queries.ts", "lib/http/fetcher.ts"];

export default tseslint.config(
  { ignores: ["**/node_modules/", ".next/", ".build/", ".data/", "lib/db/generated/", "next-env.d.ts", "public/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "TSAsExpression > TSAsExpression.expression > TSUnknownKeyword",
          message: "A cast through unknown hides a wrong type: parse with a schema, or correct the type.",
        },
        {
          selector:
            "CallExpression[callee.name='dynamic'] > ArrowFunctionExpression > CallExpression > MemberExpression > ImportExpression",
          message:
            "A part that fails to load takes the page with it: insist(() => import(...)), of components/ui/insist.ts.",
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // `void promise` and functions that answer void are how we say "nobody waits for this".
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"],
    plugins: { "@next/next": next, "react-hooks": reactHooks, "jsx-a11y": jsxA11y },
    rules: {
      ...next.configs.recommended.rules,
      ...next.configs["core-web-vitals"].rules,
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      // Of components only: inside a dialog or a popover they move focus where a person expects it.
      "jsx-a11y/no-autofocus": ["error", { ignoreNonDOM: true }],
      // Mirrored pictures are served by our own route with its own caching; Next's image service adds nothing.
      "@next/next/no-img-element": "off",
    },
  },
  {
    files: browser,
    rules: {
      "no-restricted-globals": [
        "error",
        {
          name: "localStorage",
          message: "Choices live in cookies, so that the server renders them: see components/shell.",
        },
        { name: "fetch", message: "Use fetchJson of lib/http/fetcher.ts: it reads problem+json." },
      ],
    },
  },
  {
    files: ["lib/http/fetcher.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    // Odd values on purpose, and foreign modules without types of their own.
    files: ["**/*.test.{ts,tsx}", "lib/testing/**", "lib/db/migrate.ts", "lib/gateway/endpoint.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.{cjs,mjs,js}"],
    languageOptions: { globals: { process: "readonly", module: "writable", URL: "readonly", console: "readonly" } },
  },
);
