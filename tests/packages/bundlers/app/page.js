// What a page does with the element once it is defined.

/** Shows an identity of the gateway of the page's own origin. */
export function show(editor) {
  editor.identity = "backend-prod";
  editor.getToken = async () => "sandbox-admin-token";
  document.querySelector("main").append(editor);
}
