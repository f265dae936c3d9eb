import { getToolUiResourceUri } from "@modelcontextprotocol/ext-apps/app-bridge";
import { compilePolicy, policyFromUiMeta } from "mcp-cordon";

/** A tool's app: its document, and the headers and the frame's attributes that hold it to what the host grants. */
export async function appOf(client, tool, host) {
  const { contents } = await client.readResource({ uri: getToolUiResourceUri(tool) });
  const [{ text, _meta }] = contents;
  const { policy, findings } = policyFromUiMeta(_meta ?? null, host);
  const { headers, iframe } = compilePolicy(policy, { target: "sandbox" });
  return { html: text, headers, iframe, findings };
}
