"""Goods release (物品放行): who carries what past the gate, with whose consent."""
