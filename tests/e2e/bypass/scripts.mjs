// Every script, by theme. Each is written as somebody would who has script in the page and wants a request of his to
// reach `evil`: with no guard it does, in one engine at least.
import credentials from "./credentials.mjs";
import index from "./index.mjs";
import insertion from "./insertion.mjs";
import lockdown from "./lockdown.mjs";
import navigation from "./navigation.mjs";
import over from "./over.mjs";
import parsing from "./parsing.mjs";
import pollution from "./pollution.mjs";
import realms from "./realms.mjs";
import redirects from "./redirects.mjs";
import restoring from "./restoring.mjs";
import shadows from "./shadows.mjs";
import surfaces from "./surfaces.mjs";
import toctou from "./toctou.mjs";
import windows from "./windows.mjs";
import words from "./words.mjs";
import workers from "./workers.mjs";

const themes = {
  realms,
  toctou,
  pollution,
  restoring,
  parsing,
  redirects,
  workers,
  navigation,
  insertion,
  surfaces,
  lockdown,
  credentials,
  words,
  shadows,
  windows,
  over,
  index,
};

export const SCRIPTS = Object.entries(themes).flatMap(([theme, scripts]) =>
  Object.entries(scripts).map(([name, script]) => ({
    name: `${theme}: ${name}`,
    theme,
    ...(typeof script === "object" ? script : { source: script }),
  })),
);
