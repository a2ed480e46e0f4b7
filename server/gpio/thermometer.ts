/**
 * Reads a thermometer once, in degrees Celsius. It takes as long as the device measures (a DS18B20 up to
 * 0.8 s), and blocks nothing but itself.
 *
 * @param device its 1-wire name, such as `28-0000000d5101`
 * @throws ThermometerError that names the fix
 */
export type ReadThermometer = (device: string) => Promise<number>;

/** Why there is no reading, in words that name the fix. */
export class ThermometerError extends Error {
  override readonly name = 'ThermometerError';

  constructor(device: string, message: string, options?: ErrorOptions) {
    super(`thermometer ${device}: ${message}`, options);
  }
}
