import type { EdgeMaterial } from '../pki/edge-material.ts';
import { certificatesVersion, prepareAuthority } from './authority.ts';
import type { Config } from './config/config.ts';
import { errorText } from './errors.ts';
import type { Log } from './log.ts';

const lookMs = 2000;
/** How often the server's certificate is held against the calendar and the machine's addresses. */
const judgeEveryMs = 3_600_000;

interface Rooms {
  /** The authority's folder. */
  folder: string;
  edge: Config['edge'];
  log: Log;
  isClockTrusted(): boolean;
  reload(material: EdgeMaterial): void;
}

export interface CertificateWatch {
  /** Looks at once. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Serves with a new certificate as soon as there is one, without a restart: one that a command or
 * another program wrote, or the next one of the hub's own, which is made in time.
 */
export function watchCertificates(rooms: Rooms): CertificateWatch {
  const { folder, edge, log, isClockTrusted, reload } = rooms;
  let version = certificatesVersion(folder, edge);
  let nextJudgementAt = performance.now() + judgeEveryMs;
  let underWay: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const isDue = performance.now() >= nextJudgementAt && isClockTrusted();
    if (!isDue && certificatesVersion(folder, edge) === version) return;
    if (isDue) nextJudgementAt = performance.now() + judgeEveryMs;
    try {
      const material = await prepareAuthority(folder, edge, log);
      const now = certificatesVersion(folder, edge);
      if (now === version) return;
      version = now;
      reload(material);
      log.info('serving with other certificates');
    } catch (error) {
      // Half of a change, or a mistake in it: the connections go on with what there was.
      log.warn('the certificates changed, and cannot be used', { error: errorText(error) });
      version = certificatesVersion(folder, edge);
    }
  }

  function look(): Promise<void> {
    underWay = underWay.then(work);
    return underWay;
  }

  const timer = setInterval(() => void look(), lookMs);
  return {
    look,
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
