import { useQuery } from "@tanstack/react-query";

export function Report({ client }) {
    const { data } = useQuery({ queryKey: ["r"], queryFn: () => client.callTool({ name: "report" }) });
    return <article dangerouslySetInnerHTML={{ __html: data?.content[0].text }} />;
}
