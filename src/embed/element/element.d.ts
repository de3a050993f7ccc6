/** Where a token goes, and why one is asked for. */
export interface TokenQuestion {
  /** The gateway's origin. */
  origin: string;
  reason: "start" | "token-needed";
}

export type TokenSource = (
  question: TokenQuestion,
) => string | null | undefined | Promise<string | null | undefined>;

export type EditorState = "loading" | "waiting" | "ready" | "saving" | "unconfirmed" | "error";

/** What the events carry: names and counts, never a secret. */
export interface MachineIdentityEditorEventMap {
  ready: CustomEvent<{ identity: string }>;
  error: CustomEvent<{ code: string }>;
  "dirty-change": CustomEvent<{ dirty: boolean }>;
  "before-save": CustomEvent<{ identity: string }>;
  saved: CustomEvent<{ identity: string; newCredentials: number }>;
  renamed: CustomEvent<{ from: string; to: string }>;
  "auth-needed": CustomEvent<null>;
  "state-change": CustomEvent<{ state: EditorState }>;
}

/** The attributes of the element. */
export type MachineIdentityEditorAttribute =
  | "gateway"
  | "identity"
  | "attribute-policy"
  | "timeout"
  | "public-host"
  | "idle-minutes"
  | "theme"
  | "heading-level"
  | "hide"
  | "label"
  | "receipts"
  | "readonly"
  | "compact"
  | "require-reason";

/** `dirty-change` as a part of a listener's name: `DirtyChange`. */
type Joined<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Joined<Rest>}`
  : Capitalize<Name>;

/** Listeners by the names that components give them: `dirty-change` is `onDirtyChange`. */
export type MachineIdentityEditorListeners = {
  [Name in keyof MachineIdentityEditorEventMap as `on${Joined<Name>}`]?: (
    event: MachineIdentityEditorEventMap[Name],
  ) => void;
};

/** What a page sets on the element. */
export interface MachineIdentityEditorProperties {
  gateway: string;
  identity: string;
  attributePolicy: string;
  timeout: string | number;
  publicHost: string;
  idleMinutes: string | number;
  theme: "light" | "dark" | "";
  headingLevel: string | number;
  hide: string;
  label: string;
  receipts: "on" | "off" | "";
  readonly: boolean;
  compact: boolean;
  requireReason: boolean;
  getToken: TokenSource | undefined;
}

export interface MachineIdentityEditor extends MachineIdentityEditorProperties {}

/** The custom element `<machine-identity-editor>`; docs/embedding.md describes it. */
export class MachineIdentityEditor extends HTMLElement {
  static readonly version: string;
  static readonly observedAttributes: MachineIdentityEditorAttribute[];
  /** Write-only. */
  set token(value: string | null | undefined);
  readonly state: EditorState;
  readonly dirty: boolean;
  reload(): void;
  discard(): void;
  save(): void;
  addEventListener<K extends keyof MachineIdentityEditorEventMap>(
    type: K,
    listener: (this: MachineIdentityEditor, event: MachineIdentityEditorEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "machine-identity-editor": MachineIdentityEditor;
  }
}
