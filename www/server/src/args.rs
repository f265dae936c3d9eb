use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
usage: cordon-lab [--port PORT] [--frame-port PORT] [--attacker-port PORT] [--dist DIR]

  --port PORT           the page's port on localhost (8787; 0 picks a free one)
  --frame-port PORT     the port of the client in a frame, on localhost (8788; 0 picks a free one)
  --attacker-port PORT  the port on 127.0.0.1 that the MCP server's tools lead to (0: picks a free one)
  --dist DIR            the built page (www/dist)";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Args {
    pub(crate) port: u16,
    pub(crate) frame_port: u16,
    pub(crate) attacker_port: u16,
    pub(crate) dist: PathBuf,
}

impl Args {
    pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut args = Self { port: 8787, frame_port: 8788, attacker_port: 0, dist: PathBuf::from("www/dist") };
        let mut words = words.into_iter();
        while let Some(option) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{option} needs a value"));
            match option.as_str() {
                "--port" => args.port = port(&value()?)?,
                "--frame-port" => args.frame_port = port(&value()?)?,
                "--attacker-port" => args.attacker_port = port(&value()?)?,
                "--dist" => args.dist = PathBuf::from(value()?),
                _ => return Err(format!("unknown option {option:?}")),
            }
        }
        Ok(args)
    }
}

fn port(word: &str) -> Result<u16, String> {
    word.parse().map_err(|_| format!("{word:?} is no port: give a number from 0 to 65535"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args, String> {
        Args::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn accepts_its_options() {
        let rows = [
            ("", (8787, 8788, 0), "www/dist"),
            ("--port 0 --frame-port 0", (0, 0, 0), "www/dist"),
            ("--port 9000 --frame-port 9001 --attacker-port 9002 --dist elsewhere", (9000, 9001, 9002), "elsewhere"),
        ];
        for (line, (port, frame_port, attacker_port), dist) in rows {
            assert_eq!(parse(line), Ok(Args { port, frame_port, attacker_port, dist: dist.into() }), "{line}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for line in ["--port", "--port many", "--port 65536", "--verbose", "dist"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
