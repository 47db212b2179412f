using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Custodian;
using OffRamp.LocalHost.Sandbox.Kyc;
using OffRamp.LocalHost.Sandbox.Page;
using OffRamp.LocalHost.Sandbox.Payouts;
using OffRamp.LocalHost.Sandbox.Rates;
using OffRamp.LocalHost.Sandbox.Screening;

namespace OffRamp.LocalHost.Sandbox;

/// <summary>Every URL of the sandbox.</summary>
internal static class SandboxRoutes
{
    public static void Map(IEndpointRouteBuilder app, Desk desk, CallLog callLog, Faults faults)
    {
        MapProviders(app, desk);
        MapControls(app, desk, callLog, new OrderFault(faults));
        MapPages(app, desk);
    }

    private static void MapProviders(IEndpointRouteBuilder app, Desk desk)
    {
        app.MapPost("/addresses", desk.For(IssueAddress.Decide));
        app.MapGet("/deposits", desk.For(ListDeposits.Decide));
        app.MapPost("/refunds", desk.For(SendRefund.Accept));
        app.MapGet("/refunds/{id}", desk.For(SendRefund.Get));

        app.MapPost("/payouts", desk.For(AcceptPayout.Decide));
        app.MapGet("/payouts/{id}", desk.For(AcceptPayout.Get));
        app.MapGet("/cards/{token}", desk.For(SandboxCard.Get));

        app.MapPost("/verifications", desk.For(StartVerification.Decide));
        app.MapGet("/verifications/{id}", desk.For(StartVerification.Get));

        app.MapGet("/rates", desk.For(RateSource.Get));

        app.MapPost("/screenings", desk.For(ScreenAddress.Decide));
    }

    private static void MapControls(IEndpointRouteBuilder app, Desk desk, CallLog callLog, OrderFault orderFault)
    {
        app.MapGet("/sandbox/addresses", desk.For(Lists.Addresses));
        app.MapPost("/sandbox/addresses", desk.For(IssueAddress.SetNext));
        app.MapGet("/sandbox/deposits", desk.For(Lists.Deposits));
        app.MapPost("/sandbox/deposits", desk.For(ReportDeposit.Decide));
        app.MapGet("/sandbox/refunds", desk.For(Lists.Refunds));
        app.MapGet("/sandbox/refund_failures", desk.For(Lists.BlockedRefundAddresses));
        app.MapPost("/sandbox/refund_failures", desk.For(SendRefund.BlockAddress));

        app.MapGet("/sandbox/payouts", desk.For(Lists.Payouts));
        app.MapPost("/sandbox/payouts/{id}/return", desk.For(ReturnPayout.Decide));

        app.MapGet("/sandbox/verifications", desk.For(Lists.Verifications));
        app.MapPost("/sandbox/verifications/{id}", desk.For(ChangeVerification.ByControl));

        app.MapGet("/sandbox/rates", desk.For(RateSource.List));
        app.MapPost("/sandbox/rates", desk.For(RateSource.Set));

        app.MapPost("/sandbox/screening", desk.For(ScreenAddress.Set));

        app.MapGet("/sandbox/faults", desk.For(orderFault.List));
        app.MapPost("/sandbox/faults", desk.For(orderFault.Order));
        app.MapDelete("/sandbox/faults", desk.For(orderFault.Clear));
        app.MapGet("/sandbox/calls", desk.For(Lists.Calls(callLog)));
        app.MapGet("/sandbox/notices", desk.For(Lists.Notices));
    }

    private static void MapPages(IEndpointRouteBuilder app, Desk desk)
    {
        app.MapGet("/", desk.For(_ => new Outcome(303, new SeeOther("/sandbox"))));
        app.MapGet("/sandbox", desk.For(_ => SandboxPage.Show()));
        app.MapGet("/card", desk.For(CardPage.Show));
        app.MapGet("/verify/{id}", desk.For(VerificationPage.Show));
        // The form's body means nothing: the click does.
        app.MapPost("/verify/{id}", desk.For(ChangeVerification.ByClick));
    }
}
