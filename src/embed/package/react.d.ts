import type { CSSProperties, DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from "react";
import type {
  MachineIdentityEditor as Element,
  MachineIdentityEditorListeners as Listeners,
  MachineIdentityEditorProperties as Properties,
} from "./index.js";

export interface MachineIdentityEditorProps extends Partial<Properties>, Listeners {
  className?: string;
  id?: string;
  style?: CSSProperties;
  children?: ReactNode;
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
