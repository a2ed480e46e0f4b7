import { type DevicePaths, stageDeviceFiles } from './device-files.ts';
import { type DeviceRequest, type MadeDevice, makeDevice } from './make-device.ts';
import { refuseForeign } from './private-files.ts';

export interface IssuedDevice extends MadeDevice, DevicePaths {}

export interface StagedDevice {
  device: IssuedDevice;
  publish(): void;
  dispose(): Promise<void>;
}

/**
 * Makes a device's key and certificate and writes `NAME.p12`, `NAME.mobileconfig`, `NAME.pem` (leaf,
 * then its issuer) and `NAME.key` into `<folder>/devices/NAME/`, in place of those that are there.
 * Nothing opens to them before their fingerprint is in the registry.
 * @throws Refusal with a bad name, without an authority, or when a file cannot be used.
 */
export async function issueDevice(folder: string, request: DeviceRequest): Promise<IssuedDevice> {
  const staged = await stageDevice(folder, request);
  try {
    staged.publish();
  } finally {
    await staged.dispose();
  }
  return staged.device;
}

/**
 * As {@link issueDevice}, in steps: everything that is slow or may fail is done, and `publish` makes
 * it seen within a transaction on the registry. Call `dispose` in any case.
 */
export async function stageDevice(folder: string, request: DeviceRequest): Promise<StagedDevice> {
  await refuseForeign(folder);
  const { device, bundle } = await makeDevice(folder, request);
  const { paths, publish, dispose } = await stageDeviceFiles(folder, device.name, bundle);
  return { device: { ...device, ...paths }, publish, dispose };
}
