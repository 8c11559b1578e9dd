"""Money between payer and bank: remittances, deposits, suspense, what payers carry forward."""
