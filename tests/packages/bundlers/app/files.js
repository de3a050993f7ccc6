// The package as it is: it loads its programs from files.
import { MachineIdentityEditor } from "machine-identity-editor";
import { show } from "./page.js";

const editor = document.createElement("machine-identity-editor");
if (!(editor instanceof MachineIdentityEditor)) throw new Error("the element isn't defined");
show(editor);
