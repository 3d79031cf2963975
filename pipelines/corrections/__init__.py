"""Correcting a received file in a workbook of its own: the workbook, its way back, and the rows around a finding."""
