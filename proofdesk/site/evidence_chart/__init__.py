"""site/evidence_chart"""
