// What the package's types promise to React; compiled with the types of React 18 and of React 19.

import { useRef } from "react";
import type { MachineIdentityEditor as Element } from "machine-identity-editor";
import { MachineIdentityEditor } from "machine-identity-editor/react";
import { MachineIdentityEditor as Inline } from "machine-identity-editor/inline/react";

export const element = <machine-identity-editor gateway="sandbox" public-host="a.example.com" readonly />;

export function Component() {
  const editor = useRef<Element>(null);
  return (
    <MachineIdentityEditor
      ref={editor}
      gateway="sandbox"
      headingLevel={3}
      getToken={async ({ origin }) => origin}
      onRenamed={({ detail }) => detail.to.trim()}
      onBeforeSave={(event) => event.preventDefault()}
    />
  );
}

export const inline = <Inline identity="backend-prod" />;

// @ts-expect-error There is no such property.
export const property = <MachineIdentityEditor gatway="sandbox" />;

// @ts-expect-error There is no such detail.
export const detail = <MachineIdentityEditor onSaved={({ detail }) => detail.secret} />;
