// Where the lab is: behind its own servers, or a folder of files.

export interface Lab {
  /** The folder that `frame.html` is in: another origin, where there is a server to give it one. */
  frame: string;
  /** The folder of `connect.html`: another origin too, whose document this page's guard has no hold of. */
  connect: string;
  /** The lab's own MCP server. */
  mcp: string | null;
  /** Where the attacker's log is read; else a service worker keeps it. */
  attacker: string | null;
}

/** Whether what it frames has another origin than the page. */
export const isApart = ({ frame, connect }: Lab): boolean =>
  [frame, connect].every((folder) => new URL(folder).origin !== location.origin);

export async function readLab(): Promise<Lab> {
  const response = await fetch("./lab.json");
  if (!response.ok) throw new Error(`lab.json cannot be read: status ${response.status}.`);
  const lab = (await response.json()) as Lab;
  return { ...lab, frame: new URL(lab.frame, location.href).href, connect: new URL(lab.connect, location.href).href };
}
