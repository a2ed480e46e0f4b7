// SPDX-License-Identifier: GPL-2.0
/* The kernel's irq_sim.c is no module by itself; this makes one of it. */
#include <linux/module.h>

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Simulated interrupts for gpio-sim");
