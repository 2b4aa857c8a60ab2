"""Samenspraak: the platform with which a municipality lets its people decide along."""
