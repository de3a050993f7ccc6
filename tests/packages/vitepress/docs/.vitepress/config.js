// A portal that has settings of its own: search and its keys, and a menu.
import editor from "./editor.config.js";

export default {
  ...editor,
  title: "Portal",
  themeConfig: { search: { provider: "local" } },
};
