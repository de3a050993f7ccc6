// Apps of other frameworks that show the element, bundled for a page. Each renders it with the
// values of `window.initial`; `window.update` sets more, `window.show` removes it and adds it back.

import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { fileURLToPath } from "node:url";

const resolveDir = fileURLToPath(new URL(".", import.meta.url));

const TAG = "machine-identity-editor";

// Before the element is defined, no framework knows its properties: they write attributes, and drop
// functions. A function therefore goes through a ref, as docs/embedding.md describes.

const react = `
  import { createElement, StrictMode, useEffect, useRef, useState } from "react";
  import { createRoot } from "react-dom/client";
  function App() {
    const [{ getToken, ...attributes }, set] = useState(initial);
    const [isShown, show] = useState(true);
    const editor = useRef(null);
    window.update = (next) => set((old) => ({ ...old, ...next }));
    window.show = show;
    useEffect(() => {
      if (editor.current) editor.current.getToken = getToken;
    });
    return isShown && createElement("${TAG}", { ...attributes, ref: editor });
  }
  createRoot(document.getElementById("app")).render(createElement(StrictMode, null, createElement(App)));
`;

const vue = `
  import { createApp, h, ref } from "vue";
  const values = ref(initial);
  const isShown = ref(true);
  window.update = (next) => (values.value = { ...values.value, ...next });
  window.show = (value) => (isShown.value = value);
  const element = () => {
    const { getToken, ...attributes } = values.value;
    return h("${TAG}", { ...attributes, ".getToken": getToken });
  };
  createApp({ render: () => isShown.value && element() }).mount("#app");
`;

const svelte = `
  import { mount } from "svelte";
  import App from "app.svelte";
  mount(App, { target: document.getElementById("app") });
`;

const svelteApp = `
  <script>
    let values = $state.raw(window.initial);
    let isShown = $state(true);
    let editor = $state();
    let { getToken, ...attributes } = $derived(values);
    $effect(() => {
      if (editor) editor.getToken = getToken;
    });
    window.update = (next) => (values = { ...values, ...next });
    window.show = (value) => (isShown = value);
  </script>
  {#if isShown}<${TAG} {...attributes} bind:this={editor}></${TAG}>{/if}
`;

const plain = `
  const app = document.getElementById("app");
  let editor = document.createElement("${TAG}");
  window.update = (next) => Object.assign(editor, next);
  window.show = (isShown) => (isShown ? app.append(editor) : editor.remove());
  app.append(editor);
  window.update(initial);
`;

const version = (version: number) => ({
  react: `react-${version}`,
  "react-dom": `react-dom-${version}`,
});

const apps = {
  "plain HTML": { contents: plain, alias: {} },
  "React 18": { contents: react, alias: version(18) },
  "React 19": { contents: react, alias: version(19) },
  "Vue 3": { contents: vue, alias: {} },
  "Svelte 5": { contents: svelte, alias: {} },
};

export type Framework = keyof typeof apps;

export const frameworks = Object.keys(apps) as Framework[];

/** The script of an app. */
export async function bundle(framework: Framework): Promise<string> {
  const { contents, alias } = apps[framework];
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    alias,
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["browser"],
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    plugins: [
      {
        name: "svelte",
        setup(build) {
          build.onResolve({ filter: /^app\.svelte$/ }, () => ({ path: "app.svelte", namespace: "svelte" }));
          build.onLoad({ filter: /.*/, namespace: "svelte" }, () => ({
            contents: compile(svelteApp, { generate: "client", filename: "app.svelte" }).js.code,
            resolveDir,
          }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}
