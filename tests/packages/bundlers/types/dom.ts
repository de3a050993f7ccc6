// What the package's types promise to a page without a framework.

import "machine-identity-editor";
import { MachineIdentityEditor } from "machine-identity-editor/inline";

const editor = document.createElement("machine-identity-editor");
const same: MachineIdentityEditor = editor;
const found = document.querySelector("machine-identity-editor");
found?.reload();
same.publicHost = "proxy.example.com";
editor.getToken = async ({ origin, reason }) => (reason === "start" ? origin : null);
editor.addEventListener("saved", ({ detail }) => detail.newCredentials.toFixed());
editor.addEventListener("auth-needed", ({ detail }) => detail === null);
editor.addEventListener("click", (event) => event.preventDefault());
// @ts-expect-error A token is a string.
editor.token = 7;
// @ts-expect-error There is no such detail.
editor.addEventListener("renamed", ({ detail }) => detail.secret);
// @ts-expect-error There is no such theme.
editor.theme = "blue";
