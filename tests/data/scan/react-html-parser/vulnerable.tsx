import parse from "html-react-parser";
import { useQuery } from "@tanstack/react-query";

export function Page({ client }: { client: Client }) {
    const { data } = useQuery({
        queryKey: ["page"],
        queryFn: () => client.callTool({ name: "page", arguments: {} }),
    });
    return <main>{parse(data?.content[0].text ?? "")}</main>;
}
