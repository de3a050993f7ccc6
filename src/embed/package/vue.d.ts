import type { DefineComponent } from "vue";
import type { MachineIdentityEditorListeners, MachineIdentityEditorProperties } from "./index.js";

declare module "vue" {
  interface GlobalComponents {
    "machine-identity-editor": DefineComponent<
      Partial<MachineIdentityEditorProperties> & MachineIdentityEditorListeners
    >;
  }
}
