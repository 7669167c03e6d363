import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { Files } from "./files";
import type { Journal } from "./journal";
import type { Life } from "./world/life";
import type { Pictures } from "./pictures";
import type { Player } from "./queues/player";
import type { RateLimiter } from "./rate";
import type { Settings } from "./settings";
import type { Speller } from "./spelling";
import type { Tokens } from "./tokens";
import type { Dataset, World } from "./world/world";

/** Everything that decides an answer. `world` may be replaced while the sandbox runs. */
export interface Parts {
  world: World;
  settings: Settings;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly rate: RateLimiter;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly speller: Speller;
  readonly pictures: Pictures;
  readonly files: Files;
}

/** A running sandbox: its parts to look at and bend, and its life. */
export interface Sandbox extends Parts {
  readonly url: string;
  readonly life: Life;
  /** What happens on the site: scenarios fill the queues. */
  readonly player: Player;
  replaceWorld(dataset: Dataset, seed: string): World;
  /**
   * Back to the state after the start: world, settings, faults, journal, statistics, tokens, clock, spelling. The clock
   * may stand still at a time (epoch ms), which the new world is made at.
   */
  reset(stopAt?: number): void;
  close(): Promise<void>;
}
