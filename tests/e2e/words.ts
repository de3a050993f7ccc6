// What the tests find things by: the names on the screen, in one place. When a name changes, it
// changes here, for the specs of both engines.

export const words = {
  connect: {
    title: (host: string) => `Sign in to ${host}`,
    byToken: "Token or API key",
    token: "Access token or API key",
    email: "E-mail",
    password: "Password",
    submit: "Sign in",
    account: "admin@sandbox.example, admin: account menu",
    signOut: "Sign out",
  },
  list: {
    title: "Machine identities",
    search: "Search identities",
    back: "All machine identities",
  },
  form: {
    name: "Name",
    description: "Description",
    attributes: "Attributes",
    connections: "Connections",
    save: "Save changes",
  },
  review: {
    region: "What saving will do",
    confirm: "This stops something from working",
    goAhead: "Save anyway",
    saved: "Saved, and read back from the gateway",
    newCredentials: "New credentials",
    dismiss: "Dismiss",
  },
  credentials: {
    region: "All credentials",
    load: "Fetch all credentials",
    choose: (connection: string) => `Choose ${connection}`,
    card: (connection: string) => `Credential of ${connection}`,
    copy: (field: string, connection: string) => `Copy ${field} of ${connection}`,
    reveal: (field: string, connection: string) => `Reveal ${field} of ${connection}`,
  },
  export: {
    openSelection: "Export selected…",
    dialog: (count: number) => `Export ${count} credential${count === 1 ? "" : "s"}`,
    format: "Format",
    download: "Download",
    started: "Download started:",
  },
};
