// The attributes of the element.

/** Attributes whose value is a text. */
export const TEXTS = [
  "gateway",
  "identity",
  "attribute-policy",
  "timeout",
  "public-host",
  "idle-minutes",
  "theme",
  "heading-level",
  "hide",
  "label",
  "receipts",
];

/** Attributes that the program doesn't know. */
export const OUTSIDE = ["theme", "label", "compact"];

/** Attributes that are either there or not. */
export const SWITCHES = ["readonly", "compact", "require-reason"];

/** Whether a switch is on. React 18 writes `readonly={false}` as `readonly="false"`. */
export const isOn = (element, name) => (element.getAttribute(name) ?? "false") !== "false";

/** The property of an attribute. */
export const camel = (name) => name.replace(/-./g, (dash) => dash[1].toUpperCase());
