import Link from "next/link";

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/">Home</Link>
        </nav>
        {children}
      </body>
    </html>
  );
}
