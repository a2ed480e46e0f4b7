// SPDX-License-Identifier: GPL-2.0
/*
 * A 1-Wire bus with DS18B20 thermometers on it, for w1_therm as it is. It speaks bit by bit, as the wire does
 * (DS18B20 data sheet, "1-Wire signaling" and "transaction sequence").
 *
 * What each thermometer does is set while it runs, in /sys/module/w1_sim/parameters: `temps` in thousandths
 * of a degree, and three masks with a bit for each thermometer.
 */
#include <linux/module.h>
#include <linux/w1.h>

#define MOST 8
#define FAMILY 0x28

enum {
	SEARCH_ROM = 0xf0,
	MATCH_ROM = 0x55,
	SKIP_ROM = 0xcc,
	READ_ROM = 0x33,
	CONVERT = 0x44,
	READ_SCRATCHPAD = 0xbe,
	WRITE_SCRATCHPAD = 0x4e,
};

static int temps[MOST] = { 21500, 21500, 21500, 21500, 21500, 21500, 21500, 21500 };
module_param_array(temps, int, NULL, 0644);
static int count = 4;
module_param(count, int, 0444);
static uint present = ~0U;
module_param(present, uint, 0644);
MODULE_PARM_DESC(present, "those that are plugged in");
static uint garbled;
module_param(garbled, uint, 0644);
MODULE_PARM_DESC(garbled, "those whose checksum is wrong");
static uint powerless;
module_param(powerless, uint, 0644);
MODULE_PARM_DESC(powerless, "those that just came up and never convert: 85 degrees");

enum state { IDLE, HEAR_ROM, SEARCH, MATCH, HEAR_FUNCTION, SAY, TAKE };

struct thermometer {
	enum state state, next;
	/* Bits done of what is said or heard, and of how many. */
	int done, all;
	/* A search says each bit, then its complement, then hears the choice. */
	int turn;
	u8 heard;
	u8 rom[8], scratchpad[9], saying[9];
};

static struct thermometer bus[MOST];
static const u8 at_power_on[8] = { 0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10 };

static int bit_of(const u8 *bytes, int n)
{
	return (bytes[n / 8] >> (n % 8)) & 1;
}

static void seal(struct thermometer *t)
{
	t->scratchpad[8] = w1_calc_crc8(t->scratchpad, 8);
}

static void enter(struct thermometer *t, enum state state)
{
	t->state = state;
	t->done = 0;
	t->turn = 0;
	t->heard = 0;
}

static void say(struct thermometer *t, const u8 *bytes, int length, enum state next)
{
	memcpy(t->saying, bytes, length);
	t->all = length * 8;
	t->next = next;
	enter(t, SAY);
}

/* What it puts on the wire; the wire is low when anybody pulls it. */
static int pull(const struct thermometer *t)
{
	if (t->state == SEARCH && t->turn < 2)
		return bit_of(t->rom, t->done) ^ t->turn;
	if (t->state == SAY)
		return bit_of(t->saying, t->done);
	return 1;
}

static void obey_rom(struct thermometer *t)
{
	switch (t->heard) {
	case SEARCH_ROM:
		enter(t, SEARCH);
		break;
	case MATCH_ROM:
		enter(t, MATCH);
		break;
	case SKIP_ROM:
		enter(t, HEAR_FUNCTION);
		break;
	case READ_ROM:
		say(t, t->rom, 8, HEAR_FUNCTION);
		break;
	default:
		enter(t, IDLE);
	}
}

static void obey(int i, struct thermometer *t)
{
	int sixteenths;

	switch (t->heard) {
	case CONVERT:
		sixteenths = temps[i] * 16 / 1000;
		if (powerless & (1U << i)) {
			memcpy(t->scratchpad, at_power_on, 8);
		} else {
			t->scratchpad[0] = sixteenths & 0xff;
			t->scratchpad[1] = (sixteenths >> 8) & 0xff;
		}
		seal(t);
		enter(t, IDLE);
		break;
	case READ_SCRATCHPAD:
		say(t, t->scratchpad, 9, IDLE);
		if (garbled & (1U << i))
			t->saying[8] ^= 0x5a;
		break;
	case WRITE_SCRATCHPAD:
		enter(t, TAKE);
		break;
	default:
		enter(t, IDLE);
	}
}

static void hear_command(int i, struct thermometer *t, int bit)
{
	t->heard |= bit << t->done;
	if (++t->done < 8)
		return;
	if (t->state == HEAR_ROM)
		obey_rom(t);
	else
		obey(i, t);
}

static void hear_address(struct thermometer *t, int bit)
{
	if (t->state == SEARCH && t->turn < 2) {
		t->turn++;
		return;
	}
	t->turn = 0;
	if (bit_of(t->rom, t->done) != bit)
		enter(t, IDLE);
	else if (++t->done == 64)
		enter(t, t->state == MATCH ? HEAR_FUNCTION : IDLE);
}

/* Alarm limits and resolution, three bytes. */
static void take(struct thermometer *t, int bit)
{
	u8 *byte = &t->scratchpad[2 + t->done / 8];

	*byte = (*byte & ~(1 << (t->done % 8))) | (bit << (t->done % 8));
	if (++t->done < 24)
		return;
	seal(t);
	enter(t, IDLE);
}

static void hear(int i, struct thermometer *t, int bit)
{
	switch (t->state) {
	case HEAR_ROM:
	case HEAR_FUNCTION:
		hear_command(i, t, bit);
		break;
	case SEARCH:
	case MATCH:
		hear_address(t, bit);
		break;
	case SAY:
		if (++t->done == t->all)
			enter(t, t->next);
		break;
	case TAKE:
		take(t, bit);
		break;
	default:
		break;
	}
}

static bool is_there(int i)
{
	return i < count && (present & (1U << i));
}

static u8 touch_bit(void *data, u8 bit)
{
	int i, wire = bit & 1;

	for (i = 0; i < MOST; i++)
		if (is_there(i))
			wire &= pull(&bus[i]);
	for (i = 0; i < MOST; i++)
		if (is_there(i))
			hear(i, &bus[i], wire);
	return wire;
}

/* 0 when somebody answers. */
static u8 reset_bus(void *data)
{
	int i, nobody = 1;

	for (i = 0; i < MOST; i++)
		if (is_there(i)) {
			enter(&bus[i], HEAR_ROM);
			nobody = 0;
		}
	return nobody;
}

static struct w1_bus_master master = { .touch_bit = touch_bit, .reset_bus = reset_bus };

static int __init w1_sim_init(void)
{
	int i;

	for (i = 0; i < MOST; i++) {
		struct thermometer *t = &bus[i];

		t->rom[0] = FAMILY;
		t->rom[1] = i + 1;
		t->rom[2] = 0x51;
		t->rom[3] = 0x0d;
		t->rom[7] = w1_calc_crc8(t->rom, 7);
		memcpy(t->scratchpad, at_power_on, 8);
		seal(t);
	}
	return w1_add_master_device(&master);
}

static void __exit w1_sim_exit(void)
{
	w1_remove_master_device(&master);
}

module_init(w1_sim_init);
module_exit(w1_sim_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Simulated DS18B20 thermometers on a simulated 1-Wire bus");
