// One document of the channel grid: the guard, then each way out, every one to an origin of the attacker's of its own.
import { installGuard } from "mcp-cordon";
import { CHANNELS_POLICY, type ChannelsTask, type Told } from "../task.ts";

const SCRIPTS = ["apis", "workers", "elements", "frames", "navigation", "windows"];

const GUARDS = { apis: { pinCsp: false }, standard: {}, lockdown: { strength: "lockdown" } } as const;

type Attacks = Record<string, (evil: string, name: string) => unknown>;

export async function runChannels({ guard, channels }: ChannelsTask, tell: (told: Told) => void): Promise<void> {
  // Not as elements: the headers ask for Trusted Types.
  for (const name of SCRIPTS) await import(/* @vite-ignore */ new URL(`./channels/${name}.js`, location.href).href);
  if (guard !== "none") installGuard(CHANNELS_POLICY, GUARDS[guard]);
  const { attacks } = window as unknown as { attacks: Attacks };
  tell({ type: "channels", names: Object.keys(attacks) });
  for (const [name, evil] of Object.entries(channels)) {
    // Each in a task of its own, as a script of its own would be.
    setTimeout(async () => {
      try {
        tell({ type: "channel", name, outcome: String((await attacks[name]?.(evil, "")) ?? "done") });
      } catch (error) {
        tell({ type: "channel", name, outcome: String(error) });
      }
    });
  }
}
