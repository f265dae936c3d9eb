export const App = ({ toolResult }) => (
    <iframe title="app" src={`data:text/html;charset=utf-8,${encodeURIComponent(toolResult.content[0].text)}`} />
);
