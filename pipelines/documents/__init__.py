"""Work reports, bulletins and half-year reports: their text, the figures in it, and the text of the next one."""
