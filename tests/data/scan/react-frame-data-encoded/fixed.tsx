export const App = ({ toolResult }) => (
    <img alt="" src={`data:image/png;base64,${encodeURIComponent(toolResult.content[0].data)}`} />
);
