// <machine-identity-editor> as a component of React 18 and 19: properties and events as props.

import "./machine-identity-editor.js";
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from "react";

/** The element's properties. What isn't passed keeps its default. */
const PROPERTIES = [
  "gateway",
  "identity",
  "attributePolicy",
  "timeout",
  "publicHost",
  "idleMinutes",
  "theme",
  "headingLevel",
  "hide",
  "label",
  "receipts",
  "readonly",
  "compact",
  "requireReason",
  "getToken",
];

const EVENTS = {
  onReady: "ready",
  onError: "error",
  onDirtyChange: "dirty-change",
  onBeforeSave: "before-save",
  onSaved: "saved",
  onRenamed: "renamed",
  onAuthNeeded: "auth-needed",
  onStateChange: "state-change",
};

export const MachineIdentityEditor = forwardRef(function MachineIdentityEditor(props, ref) {
  const element = useRef(null);
  const latest = useRef(props);
  useImperativeHandle(ref, () => element.current, []);
  useEffect(() => {
    latest.current = props;
    for (const name of PROPERTIES) {
      // The getter of a property gives its default; only what differs is set.
      if ((element.current[name] || undefined) !== (props[name] || undefined)) {
        element.current[name] = props[name];
      }
    }
  });
  useEffect(() => {
    const editor = element.current;
    const listeners = Object.entries(EVENTS).map(([prop, type]) => {
      const listener = (event) => latest.current[prop]?.(event);
      editor.addEventListener(type, listener);
      return () => editor.removeEventListener(type, listener);
    });
    return () => listeners.forEach((remove) => remove());
  }, []);
  const { children, className, id, style } = props;
  return createElement("machine-identity-editor", { ref: element, class: className, id, style }, children);
});
