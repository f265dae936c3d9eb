export function Sources({ toolResult }) {
    return toolResult.sources.map((source) => (
        <a key={source.id} href={new URL(source.path, "https://docs.example").pathname ? `/docs/${source.path}` : "/"} rel="noreferrer">
            {source.title}
        </a>
    ));
}
