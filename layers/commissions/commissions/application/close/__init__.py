"""The close of a period from the warehouse: inputs frozen as files, and what closes carry on."""
