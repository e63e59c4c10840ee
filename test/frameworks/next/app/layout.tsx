import 'relbutton/relbutton.css';
import type { ReactNode } from 'react';

export const metadata = { title: 'Acme Coffee', icons: 'data:,' };

const Layout = ({ children }: { children: ReactNode }) => (
  <html lang="en">
    <body>{children}</body>
  </html>
);

export default Layout;
