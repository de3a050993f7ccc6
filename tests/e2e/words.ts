// The names on the screen by which the tests of both engines find things. A changed name is changed
// here, once.

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
    singleSignOn: "Continue with single sign-on",
    keep: "Keep me signed in in this tab",
    webPage: "Use the session of the gateway’s web page",
    plainHttp: "This connection isn’t encrypted.",
  },
  diagnosis: {
    nothing: "Nothing answers at this URL.",
    noCors: "A server answered, but this page may not read the answer.",
    blockedByPolicy: "This page’s policy blocks the gateway.",
    offline: "You’re offline.",
    answers: "The gateway answers now.",
    mixedContent: "The browser blocked an unencrypted request.",
    localNetwork: "The browser blocked access to your local network.",
  },
  signOut: {
    title: "Sign out?",
    stay: "Stay signed in",
    unconfirmed: "A save is still unconfirmed.",
    edits: "This tab deletes your unsaved edits.",
  },
  list: {
    title: "Machine identities",
    search: "Search identities",
    loading: "Loading identities…",
    back: "All machine identities",
  },
  form: {
    name: "Name",
    description: "Description",
    attributes: "Attributes",
    connections: "Connections",
    save: "Save changes",
  },
  views: { access: "Access", credentials: "Credentials", history: "History", settings: "Settings" },
  review: {
    region: "Review changes",
    /** The button that sends the reviewed changes, named after their effect. */
    save: /^(Save changes|Save and (create|revoke) .*|Create identity.*)$/,
    /** The confirmation before a save by keyboard. */
    confirm: /^(Revoke .*\?|Rename this identity\?)$/,
    back: "Back to editing",
    discard: "Discard edits",
    saved: "Changes saved and verified.",
  },
  result: {
    region: "Result of the last save",
    show: "Show changes",
    changes: "Changes, planned and found",
    late: "Your earlier save took effect",
    restored: "Restored your unsaved edits from this tab.",
  },
  repair: { region: "Repair" },
  conflict: {
    region: "Someone else changed this identity",
    use: "Use these values",
    discard: "Discard my edits",
    theirs: (field: string) => `${field}: Theirs`,
    yours: (field: string) => `${field}: Yours`,
  },
  credentials: {
    region: "Credentials",
    load: "Show credentials",
    choose: (connection: string) => `Select ${connection}`,
    card: (connection: string) => `Credential of ${connection}`,
    copy: (field: string, connection: string) => `Copy ${field} of ${connection}`,
    reveal: (field: string, connection: string) => `Reveal ${field} of ${connection}`,
  },
  export: {
    selection: (count: number) => `Export ${count} credential${count === 1 ? "" : "s"}`,
    dialog: (count: number) => `Export ${count} credential${count === 1 ? "" : "s"}`,
    format: "Format",
    download: "Download",
    started: "Download started:",
  },
};
