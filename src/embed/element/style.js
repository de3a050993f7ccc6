// What is styled before the program brings its sheet.

let earlySheet;

/** What holds the element's place until the program brings the whole sheet; as style/host.css. */
export function early() {
  if (!earlySheet) {
    earlySheet = new CSSStyleSheet();
    earlySheet.replaceSync(
      ":host{display:block;inline-size:100%;font-size:medium!important;" +
        "min-block-size:var(--mie-min-height,40em)}",
    );
  }
  return earlySheet;
}

/** Makes `1em` of the host an absolute length for everything inside it (style/host.css). */
export function registerBase() {
  try {
    const base = { name: "--mie-base", syntax: "<length>", inherits: true, initialValue: "16px" };
    CSS.registerProperty(base);
  } catch {
    // Another copy of this script registered it.
  }
}
