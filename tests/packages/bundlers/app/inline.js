// The package with its programs in the script, imported for its effect alone.
import "machine-identity-editor/inline";
import { show } from "./page.js";

show(document.createElement("machine-identity-editor"));
