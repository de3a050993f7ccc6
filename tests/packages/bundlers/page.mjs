// The page that each bundler's script is for.

/** The page with a tag of its script. */
export const page = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Docs</title>
    ${script}
  </head>
  <body>
    <main><h1>Docs</h1></main>
  </body>
</html>
`;
