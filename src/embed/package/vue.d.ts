import type { DefineComponent } from "vue";
import type { MachineIdentityEditorEventMap as Events, MachineIdentityEditorProperties } from "./index.js";

/** Listeners by the names that templates give them: `@dirty-change` is `onDirtyChange`. */
interface Listeners {
  onReady?: (event: Events["ready"]) => void;
  onError?: (event: Events["error"]) => void;
  onDirtyChange?: (event: Events["dirty-change"]) => void;
  onBeforeSave?: (event: Events["before-save"]) => void;
  onSaved?: (event: Events["saved"]) => void;
  onRenamed?: (event: Events["renamed"]) => void;
  onAuthNeeded?: (event: Events["auth-needed"]) => void;
  onStateChange?: (event: Events["state-change"]) => void;
}

declare module "vue" {
  interface GlobalComponents {
    "machine-identity-editor": DefineComponent<Partial<MachineIdentityEditorProperties> & Listeners>;
  }
}
