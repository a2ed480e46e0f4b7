import type { ElementHandle, Wire } from './wire.ts';

/** A new session of a driver that answers (https://www.w3.org/TR/webdriver2/). */
export async function connectWebDriver(driver: string, capabilities: object): Promise<Wire> {
  const ask = async (method: string, path: string, body?: object) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(driver + path, { method, ...text });
    // Each answer has the shape that its command is known for.
    const { value }: { value: ReturnType<typeof JSON.parse> } = JSON.parse(await reply.text());
    if (!reply.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const { sessionId } = await ask('POST', '/session', {
    capabilities: { alwaysMatch: capabilities },
  });
  const session = `/session/${sessionId}`;
  const at = (element: ElementHandle) => `${session}/element/${Object.values(element)[0]}`;
  return {
    go: url => ask('POST', `${session}/url`, { url }),
    reload: () => ask('POST', `${session}/refresh`, {}),
    run: (script, ...args) => ask('POST', `${session}/execute/sync`, { script, args }),
    click: element => ask('POST', `${at(element)}/click`, {}),
    type: (element, text) => ask('POST', `${at(element)}/value`, { text }),
    picture: () => ask('GET', `${session}/screenshot`),
  };
}

/** Whether a driver is there to be asked. */
export async function answers(driver: string): Promise<boolean> {
  try {
    return (await fetch(`${driver}/status`)).ok;
  } catch {
    return false;
  }
}
