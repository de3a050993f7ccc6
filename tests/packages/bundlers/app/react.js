// The component.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { MachineIdentityEditor } from "machine-identity-editor/react";

const props = {
  identity: "backend-prod",
  getToken: async () => "sandbox-admin-token",
  onSaved: ({ detail }) => (document.title = `saved ${detail.identity}`),
};
createRoot(document.querySelector("main")).render(createElement(MachineIdentityEditor, props));
