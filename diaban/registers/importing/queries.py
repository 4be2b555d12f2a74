"""Reads of staging: an office's own imports of registers and their rows."""

from __future__ import annotations

from diaban.registers.importing.actions import WORKBOOKS

imports, one, rows = WORKBOOKS.every, WORKBOOKS.one, WORKBOOKS.rows
