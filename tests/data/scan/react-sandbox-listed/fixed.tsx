const SANDBOX = ["allow-scripts", "allow-forms"].join(" ");

export const App = ({ page }) => <iframe title="app" sandbox={SANDBOX} srcDoc={page} />;
