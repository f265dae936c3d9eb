export const Frame = ({ url }: { url: string }) => (
    <iframe
        title="app"
        src="/apps/one.html"
        sandbox="allow-forms allow-scripts"
    />
);
