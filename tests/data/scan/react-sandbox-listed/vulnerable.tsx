const SANDBOX = ["allow-scripts", "allow-same-origin"].join(" ");

export const App = ({ page }) => <iframe title="app" sandbox={SANDBOX} srcDoc={page} />;
