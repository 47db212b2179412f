namespace OffRamp.Functions.Kyc;

/// <summary>Whether a user may sell: only <c>Verified</c> may.</summary>
internal enum KycStatus { NotStarted, Pending, Verified, Rejected }
