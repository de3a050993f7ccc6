import type { CSSProperties, DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from "react";
import type {
  MachineIdentityEditor as Element,
  MachineIdentityEditorEventMap as Events,
  MachineIdentityEditorProperties as Properties,
} from "./index.js";

export interface MachineIdentityEditorProps extends Partial<Properties> {
  className?: string;
  id?: string;
  style?: CSSProperties;
  children?: ReactNode;
  onReady?: (event: Events["ready"]) => void;
  onError?: (event: Events["error"]) => void;
  onDirtyChange?: (event: Events["dirty-change"]) => void;
  onBeforeSave?: (event: Events["before-save"]) => void;
  onSaved?: (event: Events["saved"]) => void;
  onRenamed?: (event: Events["renamed"]) => void;
  onAuthNeeded?: (event: Events["auth-needed"]) => void;
  onStateChange?: (event: Events["state-change"]) => void;
}

/** The element as a component; its ref is the element. */
export const MachineIdentityEditor: ForwardRefExoticComponent<
  MachineIdentityEditorProps & RefAttributes<Element>
>;

type ElementProps = DetailedHTMLProps<HTMLAttributes<Element>, Element> & {
  [name in import("./index.js").MachineIdentityEditorAttribute]?: string | boolean | number;
} & Partial<Properties>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "machine-identity-editor": ElementProps;
    }
  }
}
